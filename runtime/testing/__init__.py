"""Golden transcripts: found, run, judged, compared, reported; for ``callplan test`` and for pytest."""
