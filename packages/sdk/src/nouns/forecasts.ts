import type { CallOptions, Transport } from '../http/transport.ts'
import type { Calibration } from '../models.ts'
import type { Input } from '../operations.ts'

/** Forecasts of starts. The forecast itself is `startEstimate` of a workload. */
export class Forecasts {
  readonly #transport: Transport

  constructor(transport: Transport) {
    this.#transport = transport
  }

  /** How often first forecasts held. */
  async calibration(filter: Input<'forecast.calibration'> = {}, options?: CallOptions): Promise<Calibration> {
    return await this.#transport.call('forecast.calibration', filter, options)
  }
}
