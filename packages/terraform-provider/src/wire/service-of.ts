import type { ServiceDefinition } from '@grpc/grpc-js'
import protobuf from 'protobufjs'

/**
 * A service of a `.proto` text as gRPC takes it, each method under its own name. Messages are plain objects: an absent message is `null`, an absent list empty, a number never a Long.
 * Throws for a service that the text does not have.
 */
export function serviceOf(text: string, name: string): ServiceDefinition {
  const { root } = protobuf.parse(text)
  const service = root.lookupService(name)
  return Object.fromEntries(
    service.methodsArray.map((method) => {
      method.resolve()
      const { resolvedRequestType: request, resolvedResponseType: response } = method
      if (!request || !response) throw new Error(`${method.name} has no messages`)
      return [
        method.name,
        {
          path: `/${service.fullName.slice(1)}/${method.name}`,
          requestStream: method.requestStream === true,
          responseStream: method.responseStream === true,
          requestSerialize: encoderOf(request),
          requestDeserialize: decoderOf(request),
          responseSerialize: encoderOf(response),
          responseDeserialize: decoderOf(response),
        },
      ]
    }),
  )
}

function encoderOf(type: protobuf.Type) {
  return (message: object) => Buffer.from(type.encode(type.fromObject(message)).finish())
}

function decoderOf(type: protobuf.Type) {
  return (bytes: Buffer) => type.toObject(type.decode(bytes), { defaults: true, longs: Number }) as object
}
