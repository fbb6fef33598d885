#!/usr/bin/env node
// Plain JavaScript on purpose, and first of all: both lines have to come before the agent's own code is loaded.
import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'

// Garbage is collected sooner and the heap grows less. With 5,000 runs that is 60 MB less memory for no measurable time.
setFlagsFromString('--optimize-for-size')

// With its sources' stripped form kept on disk, the agent starts without loading the stripper, which would cost 20 MB for as long as
// it lives. Normally the form is written at exit, where an agent that is killed never comes. A folder that cannot be written only
// makes it start as if these lines were not here.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'))
setTimeout(flushCompileCache, 3_000).unref()

await import('../src/main.ts')
