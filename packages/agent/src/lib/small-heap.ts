import { setFlagsFromString } from 'node:v8'

// Imported before everything else, for what it does: garbage is collected sooner and the heap grows less. With 5,000 runs that is
// 60 MB less memory for no measurable time.
setFlagsFromString('--optimize-for-size')
