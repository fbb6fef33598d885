import { config } from 'zod/mini'

// Without this the validator tries to compile itself with `new Function`, which the content security policy reports.
config({ jitless: true })
