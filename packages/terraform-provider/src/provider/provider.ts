import { NotFoundError, type Client } from '@fairlead/sdk'
import { RESOURCES } from '../resources/resources.ts'
import { schemaOf } from '../schema/attribute.ts'
import type { Outcome, Resource } from '../schema/resource.ts'
import { errorDiagnostic, Problem, warningDiagnostic } from '../wire/problem.ts'
import { decodeValue, encodeValue, isSame, type DynamicValue, type Fields } from '../wire/value.ts'
import { configure, SETTINGS } from './configure.ts'
import { planChange } from './plan-change.ts'

interface OfResource {
  typeName: string
}
type Handlers = Record<string, (request: never) => object | Promise<object>>

/** The provider's side of the protocol: one function for each call, by its name. Nothing throws: what goes wrong is a diagnostic of the answer. */
export function createProvider(env: NodeJS.ProcessEnv, version: string): Handlers {
  let client: Client | undefined
  const stopping = new AbortController()
  const connected = (): Client => {
    if (!client) throw new Problem([], 'the provider is not configured')
    return client
  }
  return {
    GetProviderSchema: () => ({
      provider: schemaOf('A control plane of Fairlead.', SETTINGS),
      resourceSchemas: Object.fromEntries(
        Object.entries(RESOURCES).map(([name, { about, attributes }]) => [name, schemaOf(about, attributes)]),
      ),
    }),
    ValidateProviderConfig: () => ({}),
    ValidateResourceConfig: ({ typeName, config }: OfResource & { config: DynamicValue }) =>
      telling(() => {
        resourceOf(typeName).validate?.(fieldsOf(config)!)
      }),
    ConfigureProvider: ({ config }: { config: DynamicValue }) =>
      telling(() => {
        client = configure(fieldsOf(config)!, env, version)
      }),
    UpgradeResourceState: ({ typeName, rawState }: OfResource & { rawState: { json: Uint8Array } }) =>
      telling(() => {
        const state = decodeValue({ json: rawState.json }) as Fields
        const names = Object.keys(resourceOf(typeName).attributes)
        return { upgradedState: encodeValue(Object.fromEntries(names.map((name) => [name, state[name] ?? null]))) }
      }),
    ReadResource: ({ typeName, currentState }: OfResource & { currentState: DynamicValue }) =>
      telling(async () => {
        const found = await readOrGone(resourceOf(typeName), fieldsOf(currentState)!)
        return { newState: encodeValue(found ?? null) }
      }),
    PlanResourceChange: ({
      typeName,
      priorState,
      proposedNewState,
    }: OfResource & Record<'priorState' | 'proposedNewState', DynamicValue>) =>
      telling(() => {
        const proposed = fieldsOf(proposedNewState)
        if (proposed === null) return { plannedState: encodeValue(null) }
        const { planned, replaced } = planChange(resourceOf(typeName).attributes, fieldsOf(priorState), proposed)
        const requiresReplace = replaced.map((attributeName) => ({ steps: [{ attributeName }] }))
        return { plannedState: encodeValue(planned), requiresReplace }
      }),
    ApplyResourceChange: ({
      typeName,
      priorState,
      plannedState,
    }: OfResource & Record<'priorState' | 'plannedState', DynamicValue>) =>
      applied(resourceOf(typeName), fieldsOf(priorState), fieldsOf(plannedState)),
    ImportResourceState: ({ typeName, id }: OfResource & { id: string }) =>
      telling(async () => {
        const names = Object.keys(resourceOf(typeName).attributes)
        const state = { ...Object.fromEntries(names.map((name) => [name, null])), id }
        const found = await resourceOf(typeName).read(connected(), state, stopping.signal)
        if (!found) throw new Problem([], `${typeName} "${id}" cannot be imported: it has been put away`)
        return { importedResources: [{ typeName, state: encodeValue(found) }] }
      }),
    StopProvider: () => {
      stopping.abort(new Problem([], 'stopped before it was done'))
      return {}
    },
  }

  async function readOrGone(resource: Resource, before: Fields): Promise<Fields | undefined> {
    try {
      return await resource.read(connected(), before, stopping.signal)
    } catch (error) {
      if (error instanceof NotFoundError) return undefined
      throw error
    }
  }

  /** After a failure the state is what was there before, so that the next plan looks again. */
  async function applied(resource: Resource, before: Fields | null, planned: Fields | null): Promise<object> {
    try {
      if (planned === null) {
        const left = await resource.remove(connected(), before!, stopping.signal).catch((error: unknown) => {
          if (error instanceof NotFoundError) return []
          throw error
        })
        return { newState: encodeValue(null), diagnostics: left.map((what) => warningDiagnostic(what)) }
      }
      const { told, warnings = [], failed } = await changed(resource, before, planned)
      const diagnostics = warnings.map((warning) => warningDiagnostic(warning))
      if (failed !== undefined) diagnostics.push(errorDiagnostic(failed))
      return { newState: encodeValue({ ...planned, ...told }), diagnostics }
    } catch (error) {
      return { newState: encodeValue(before), diagnostics: [errorDiagnostic(error, before === null)] }
    }
  }

  async function changed(resource: Resource, before: Fields | null, planned: Fields): Promise<Outcome> {
    if (before === null) {
      const { told, ...rest } = await resource.create(connected(), planned, stopping.signal)
      // A configuration's own word stands for what the control plane may also say.
      return { ...rest, told: onlyUnsaid(told, planned) }
    }
    if (resource.update && !isSame(before, planned))
      return await resource.update(connected(), planned, before, stopping.signal)
    return { told: {} }
  }
}

function onlyUnsaid(told: Fields, planned: Fields): Fields {
  return Object.fromEntries(
    Object.entries(told).filter(([name]) => (planned[name] ?? null) === null || typeof planned[name] === 'symbol'),
  )
}

function resourceOf(typeName: string): Resource {
  const found = RESOURCES[typeName]
  if (!found) throw new Problem([], `there is no resource ${typeName}`)
  return found
}

function fieldsOf(value: DynamicValue): Fields | null {
  return decodeValue(value) as Fields | null
}

async function telling(run: () => object | void | Promise<object>): Promise<object> {
  try {
    return (await run()) ?? {}
  } catch (error) {
    return { diagnostics: [errorDiagnostic(error)] }
  }
}
