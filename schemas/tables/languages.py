"""Languages: their names, the letters that they are written in, and what transcribers hear (semantics §10.1)."""

from __future__ import annotations

AS_OF = "2026-11-20"

LIVEKIT = frozenset(("en",))
"""The languages whose ends of turns LiveKit's model knows."""

NAMES: dict[str, tuple[str, ...]] = {
    "ar": ("arabic", "عربي", "العربية"),
    "bn": ("bengali", "বাংলা"),
    "bg": ("bulgarian", "български"),
    "ca": ("catalan", "català"),
    "cs": ("czech", "čeština", "česky"),
    "da": ("danish", "dansk"),
    "de": ("german", "deutsch"),
    "el": ("greek", "ελληνικά"),
    "en": ("english", "inglés", "anglais", "englisch", "inglese", "inglês", "английск", "अंग्रेज़ी"),
    "es": ("spanish", "español", "castellano", "espagnol", "spanisch", "spagnolo", "espanhol"),
    "fi": ("finnish", "suomi", "suomea"),
    "fr": ("french", "français", "francés", "französisch"),
    "gu": ("gujarati", "ગુજરાતી"),
    "he": ("hebrew", "עברית"),
    "hi": ("hindi", "hinglish", "हिन्दी", "हिंदी"),
    "hr": ("croatian", "hrvatski"),
    "hu": ("hungarian", "magyar"),
    "id": ("indonesian", "bahasa"),
    "it": ("italian", "italiano"),
    "ja": ("japanese", "日本語"),
    "ka": ("georgian", "ქართული"),
    "kn": ("kannada", "ಕನ್ನಡ"),
    "ko": ("korean", "한국어"),
    "ml": ("malayalam", "മലയാളം"),
    "mr": ("marathi", "मराठी"),
    "ms": ("malay", "melayu"),
    "nl": ("dutch", "nederlands"),
    "no": ("norwegian", "norsk"),
    "pa": ("punjabi", "ਪੰਜਾਬੀ"),
    "pl": ("polish", "polski"),
    "pt": ("portuguese", "português"),
    "ro": ("romanian", "română"),
    "ru": ("russian", "русск"),
    "sk": ("slovak", "slovenčina"),
    "sv": ("swedish", "svenska"),
    "ta": ("tamil", "தமிழ்"),
    "te": ("telugu", "తెలుగు"),
    "th": ("thai", "ไทย"),
    "tl": ("tagalog", "filipino", "taglish"),
    "tr": ("turkish", "türkçe"),
    "uk": ("ukrainian", "українськ"),
    "ur": ("urdu", "اردو"),
    "vi": ("vietnamese", "tiếng việt"),
    "zh": ("chinese", "mandarin", "cantonese", "中文", "普通话", "粵語"),
}
"""Code -> how prompts call the language, in lower case; what is written in several ways is cut before they part."""

WORDS = (
    "language",
    "lingual",
    "idioma",
    "lengua",
    "langue",
    "sprache",
    "língua",
    "lingua",
    "taal",
    "språk",
    "język",
    "jazyk",
    "язык",
    "мова",
    "мовою",
    "भाषा",
    "لغة",
    "שפה",
    "语言",
    "言語",
    "언어",
)
"""Words of which one is in any prompt that says which language to speak."""

NAMED: dict[str, str] = {
    **{names[0]: code for code, names in NAMES.items()},
    "cmn": "zh",
    "yue": "zh",
    "fil": "tl",
    "jw": "jv",
    "nb": "no",
    "nn": "no",
    "mandarin": "zh",
}
"""How providers write languages otherwise than by their two letters, in lower case -> those."""

SCRIPTS: tuple[tuple[int, int, str, frozenset[str]], ...] = (
    (0x0370, 0x03FF, "Greek", frozenset(("el",))),
    (
        0x0400,
        0x052F,
        "Cyrillic",
        frozenset(("ba", "be", "bg", "ce", "cv", "kk", "ky", "mk", "mn", "os", "ru", "sr", "tg", "tt", "uk", "uz")),
    ),
    (0x0530, 0x058F, "Armenian", frozenset(("hy",))),
    (0x0590, 0x05FF, "Hebrew", frozenset(("he", "yi"))),
    (0x0600, 0x077F, "Arabic", frozenset(("ar", "fa", "ks", "ku", "ps", "sd", "ug", "ur"))),
    (0x0900, 0x097F, "Devanagari", frozenset(("bh", "hi", "ks", "mr", "ne", "pi", "sa", "sd"))),
    (0x0980, 0x09FF, "Bengali", frozenset(("as", "bn"))),
    (0x0A00, 0x0A7F, "Gurmukhi", frozenset(("pa",))),
    (0x0A80, 0x0AFF, "Gujarati", frozenset(("gu",))),
    (0x0B80, 0x0BFF, "Tamil", frozenset(("ta",))),
    (0x0C00, 0x0C7F, "Telugu", frozenset(("te",))),
    (0x0C80, 0x0CFF, "Kannada", frozenset(("kn",))),
    (0x0D00, 0x0D7F, "Malayalam", frozenset(("ml",))),
    (0x0D80, 0x0DFF, "Sinhala", frozenset(("si",))),
    (0x0E00, 0x0E7F, "Thai", frozenset(("th",))),
    (0x0E80, 0x0EFF, "Lao", frozenset(("lo",))),
    (0x1000, 0x109F, "Burmese", frozenset(("my",))),
    (0x10A0, 0x10FF, "Georgian", frozenset(("ka",))),
    (0x1200, 0x137F, "Ethiopic", frozenset(("am", "ti"))),
    (0x1780, 0x17FF, "Khmer", frozenset(("km",))),
    (0x3040, 0x30FF, "Japanese", frozenset(("ja",))),
    (0x3400, 0x9FFF, "Chinese", frozenset(("zh", "ja"))),
    (0xAC00, 0xD7AF, "Korean", frozenset(("ko",))),
)
"""First and last code point of a script other than Latin, its name, and the languages that are written in it."""

FLUX = frozenset(("de", "en", "es", "fr", "hi", "it", "ja", "nl", "pt", "ru"))
"""What ``flux-general-multi`` hears."""

_CODES = (
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de "
    "dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id "
    "ie ig ii ik io is it iu ja jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt "
    "lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt "
    "qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to "
    "tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu cmn fil haw taq wuu yue"
)
CODES = frozenset(_CODES.split())
"""The codes that the platform's schemas know: those of ISO 639-1, and the longer ones of some transcribers."""

MISTAKEN: dict[str, str] = {
    "cn": "zh",
    "cz": "cs",
    "dk": "da",
    "gb": "en",
    "gr": "el",
    "iw": "he",
    "jp": "ja",
    "mx": "es",
    "sp": "es",
    "ua": "uk",
    "us": "en",
    "vn": "vi",
}
"""What is written for a language, most often its country -> the code."""
