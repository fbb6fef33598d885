import { measureRound } from './measure-round.ts'
import { traceMix } from './trace-mix.ts'

/** One size of `--scale`, in this process: JOBS NODES QUEUES [explained]. */
const [jobs = 0, nodes = 0, queues = 0] = process.argv.slice(2, 5).map(Number)
measureRound(traceMix({ jobs, nodes, queues }, process.argv[5] === 'explained'))
