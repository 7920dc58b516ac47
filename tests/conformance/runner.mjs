// Renders cases with LiquidJS (or mustache.js) under a frozen clock: one JSON object a line in, one a line out.
//
// In:  {engine: "liquidjs" | "mustache", template, variables, now (ms since 1970), timezone (of the process)}
// Out: {text} or {error, message}; the first line out tells the versions.
//
// ICU reads its locale once, so the caller starts this with LC_ALL=en_US.UTF-8.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { Liquid } from 'liquidjs'
import Mustache from 'mustache'

const require = createRequire(import.meta.url)
const RealDate = Date
let now = 0

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args) => (args.length ? new target(...args) : new target(now)),
  apply: () => new RealDate(now).toString(),
  get: (target, key) => (key === 'now' ? () => now : Reflect.get(target, key)),
})

const liquid = new Liquid()

function answer (line) {
  const { engine, template, variables, now: at, timezone } = JSON.parse(line)
  now = at
  if (process.env.TZ !== timezone) process.env.TZ = timezone
  try {
    if (engine === 'mustache') {
      Mustache.clearCache()
      return { text: Mustache.render(template, variables) }
    }
    return { text: liquid.parseAndRenderSync(template, variables) }
  } catch (error) {
    return { error: error.name, message: error.message }
  }
}

const write = value => process.stdout.write(JSON.stringify(value) + '\n')

write({
  liquidjs: require('liquidjs/package.json').version,
  mustache: require('mustache/package.json').version,
  node: process.versions.node,
  icu: process.versions.icu,
  tz: process.versions.tz,
})
for await (const line of createInterface({ input: process.stdin })) write(answer(line))
