/**
 * Runs in a pod of the project with Node and nothing else, with the connection's secret as environment, and prints one line of JSON: `{latencyMs, objects?, bytes?}` or
 * `{error}`. It prints no value of the secret, nor what was read.
 */
export const PROBE_SCRIPT = `
const { createHash, createHmac } = require('node:crypto')
const env = process.env
const say = (answer) => console.log('fairlead-probe ' + JSON.stringify(answer))
const pick = (...names) => names.map((name) => env[name]).find((value) => value !== undefined && value !== '')

async function s3() {
  const bucket = pick('FAIRLEAD_PROBE_bucket', 'AWS_S3_BUCKET')
  if (!bucket) throw new Error('no bucket is named')
  const region = pick('FAIRLEAD_PROBE_region', 'AWS_DEFAULT_REGION', 'AWS_REGION') || 'us-east-1'
  const endpoint = pick('FAIRLEAD_PROBE_endpoint', 'AWS_S3_ENDPOINT') || 'https://s3.' + region + '.amazonaws.com'
  const id = pick('AWS_ACCESS_KEY_ID')
  const key = pick('AWS_SECRET_ACCESS_KEY')
  const base = new URL(endpoint)
  const path = base.pathname.replace(/\\/$/, '') + '/' + encodeURIComponent(bucket)
  const query = 'list-type=2&max-keys=1000&prefix=' + encodeURIComponent(env.FAIRLEAD_PROBE_prefix || '')
  const amz = new Date().toISOString().replace(/[-:]|\\.\\d{3}/g, '')
  const day = amz.slice(0, 8)
  const hash = (text) => createHash('sha256').update(text).digest('hex')
  const hmac = (secret, text) => createHmac('sha256', secret).update(text).digest()
  const headers = { host: base.host, 'x-amz-content-sha256': hash(''), 'x-amz-date': amz }
  if (env.AWS_SESSION_TOKEN) headers['x-amz-security-token'] = env.AWS_SESSION_TOKEN
  if (id && key) {
    const names = Object.keys(headers).sort()
    const canonical = ['GET', path, query, names.map((name) => name + ':' + headers[name] + '\\n').join(''), names.join(';'), hash('')].join('\\n')
    const scope = day + '/' + region + '/s3/aws4_request'
    const text = ['AWS4-HMAC-SHA256', amz, scope, hash(canonical)].join('\\n')
    const signing = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac('AWS4' + key, day), region))
    headers.authorization = 'AWS4-HMAC-SHA256 Credential=' + id + '/' + scope + ', SignedHeaders=' + names.join(';') + ', Signature=' + createHmac('sha256', signing).update(text).digest('hex')
  }
  const answer = await fetch(base.origin + path + '?' + query, { headers, signal: AbortSignal.timeout(20000) })
  const body = await answer.text()
  if (!answer.ok) throw new Error('the store answered ' + answer.status + ' ' + ((/<Code>(\\w+)<\\/Code>/.exec(body) || [])[1] || ''))
  const sizes = [...body.matchAll(/<Size>(\\d+)<\\/Size>/g)].map((match) => Number(match[1]))
  return { objects: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

async function uri() {
  const url = pick('FAIRLEAD_PROBE_url', 'URI', 'URL')
  if (!url) throw new Error('no url is named')
  const answer = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(20000) })
  if (answer.status >= 400) throw new Error('the server answered ' + answer.status)
  const bytes = Number(answer.headers.get('content-length'))
  return bytes > 0 ? { bytes } : {}
}

async function git() {
  const url = pick('FAIRLEAD_PROBE_url')
  if (!url) throw new Error('no url is named')
  const headers = env.password ? { authorization: 'Basic ' + Buffer.from((env.username || 'git') + ':' + env.password).toString('base64') } : {}
  const address = url.replace(/\\/$/, '') + '/info/refs?service=git-upload-pack'
  const answer = await fetch(address, { headers, signal: AbortSignal.timeout(20000) })
  if (!answer.ok) throw new Error('the server answered ' + answer.status)
  return { objects: (await answer.text()).split('\\n').filter((line) => / refs\\//.test(line)).length }
}

async function pvc() {
  const { readdirSync } = require('node:fs')
  return { objects: readdirSync('/connection').length }
}

const began = performance.now()
const probe = { s3, uri, git, pvc }[env.FAIRLEAD_PROBE]
Promise.resolve()
  .then(() => probe())
  .then((found) => say({ latencyMs: Math.round(performance.now() - began), ...found }))
  .catch((error) => say({ error: String((error.cause && error.cause.code) || error.message || error).slice(0, 300) }))
`
