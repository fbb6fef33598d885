import { config } from 'zod/mini'

// Beside every use of the validator: without this the validator tries to compile itself with `new Function`, which the content security policy reports.
config({ jitless: true })
