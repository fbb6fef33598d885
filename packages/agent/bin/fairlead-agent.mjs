#!/usr/bin/env node
// Plain JavaScript on purpose: with its sources' stripped form kept on disk, the agent starts without loading the stripper, which
// would cost 20 MB for as long as it lives. A folder that cannot be written only makes it start as if these lines were not here.
import { enableCompileCache, flushCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'))
// Normally written at exit, where an agent that is killed never comes.
setTimeout(flushCompileCache, 3_000).unref()

await import('../src/main.ts')
