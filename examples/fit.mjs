// A real, small training run: fits y = sin(3x) with a two-layer network by plain gradient descent, and prints its loss as it goes.
// Every number is computed here; nothing is faked. Usage: node fit.mjs [--epochs 400] [--seed 7]
import { parseArgs } from 'node:util'

const { values } = parseArgs({
  options: { epochs: { type: 'string', default: '400' }, seed: { type: 'string', default: '7' } },
})
const epochs = Number(values.epochs)
const HIDDEN = 32
const SAMPLES = 256
const RATE = 0.05

let state = Number(values.seed) >>> 0
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0
  return state / 2 ** 32
}
const gaussian = () => Math.sqrt(-2 * Math.log(random() + 1e-12)) * Math.cos(2 * Math.PI * random())

const xs = Array.from({ length: SAMPLES }, () => random() * 2 - 1)
const ys = xs.map((x) => Math.sin(3 * x))
const w1 = Float64Array.from({ length: HIDDEN }, () => gaussian() * 2)
const b1 = Float64Array.from({ length: HIDDEN }, () => gaussian() * 0.5)
const w2 = Float64Array.from({ length: HIDDEN }, () => gaussian() * 0.2)
let b2 = 0

function epoch() {
  const gradient = { w1: new Float64Array(HIDDEN), b1: new Float64Array(HIDDEN), w2: new Float64Array(HIDDEN), b2: 0 }
  let loss = 0
  for (let i = 0; i < SAMPLES; i += 1) {
    const hidden = new Float64Array(HIDDEN)
    let out = b2
    for (let h = 0; h < HIDDEN; h += 1) {
      hidden[h] = Math.tanh(w1[h] * xs[i] + b1[h])
      out += w2[h] * hidden[h]
    }
    const error = out - ys[i]
    loss += error * error
    gradient.b2 += error
    for (let h = 0; h < HIDDEN; h += 1) {
      gradient.w2[h] += error * hidden[h]
      const back = error * w2[h] * (1 - hidden[h] * hidden[h])
      gradient.w1[h] += back * xs[i]
      gradient.b1[h] += back
    }
  }
  const step = RATE / SAMPLES
  for (let h = 0; h < HIDDEN; h += 1) {
    w1[h] -= step * gradient.w1[h] * 4
    b1[h] -= step * gradient.b1[h] * 4
    w2[h] -= step * gradient.w2[h] * 4
  }
  b2 -= step * gradient.b2 * 4
  return loss / SAMPLES
}

const started = process.hrtime.bigint()
const first = epoch()
console.log(`fit: y = sin(3x), ${SAMPLES} samples, ${HIDDEN} hidden units, ${epochs} epochs`)
let loss = first
for (let turn = 1; turn <= epochs; turn += 1) {
  // Ten small steps an epoch, then a breath, so that the run can be watched.
  for (let step = 0; step < 10; step += 1) loss = epoch()
  if (turn === 1 || turn % Math.ceil(epochs / 8) === 0)
    console.log(`epoch ${String(turn).padStart(4)}  loss ${loss.toFixed(6)}`)
  await new Promise((resolve) => setTimeout(resolve, 8))
}
const seconds = Number(process.hrtime.bigint() - started) / 1e9
console.log(`done: loss ${first.toFixed(4)} -> ${loss.toFixed(6)} in ${seconds.toFixed(1)} s`)
if (!(loss < first / 10)) {
  console.error('the fit did not converge')
  process.exit(1)
}
