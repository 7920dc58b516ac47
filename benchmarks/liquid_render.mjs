// How often LiquidJS parses and renders a template a second: {template, variables, seconds} on stdin, rates on stdout.
// The packages are those of tests/conformance.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(new URL('../tests/conformance/package.json', import.meta.url))
const { Liquid } = require('liquidjs')
const { template, variables, seconds } = JSON.parse(readFileSync(0, 'utf8'))

const engine = new Liquid()
const parsed = engine.parse(template)

function rate (work) {
  const end = performance.now() + seconds * 1000
  const start = performance.now()
  let count = 0
  while (performance.now() < end) {
    work()
    count++
  }
  return count / (performance.now() - start) * 1000
}

rate(() => engine.renderSync(parsed, variables)) // let V8 compile it first
console.log(JSON.stringify({
  text: engine.parseAndRenderSync(template, variables),
  parse_and_render: rate(() => engine.parseAndRenderSync(template, variables)),
  render: rate(() => engine.renderSync(parsed, variables)),
}))
