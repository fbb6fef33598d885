import { measureRound } from './measure-round.ts'
import { traceMix, turnedMix } from './trace-mix.ts'

/** One size of `--scale`, in this process: JOBS NODES QUEUES [explained | turned]. */
const [jobs = 0, nodes = 0, queues = 0] = process.argv.slice(2, 5).map(Number)
const size = { jobs, nodes, queues }
measureRound(process.argv[5] === 'turned' ? turnedMix(size) : traceMix(size, process.argv[5] === 'explained'))
