/** One RPC, in the shape that grpc-js takes for servers and clients alike. */
export interface Method<Request extends object, Response extends object> {
  readonly path: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly requestSerialize: (value: Request) => Buffer;
  readonly requestDeserialize: (bytes: Buffer) => Request;
  readonly responseSerialize: (value: Response) => Buffer;
  readonly responseDeserialize: (bytes: Buffer) => Response;
}

interface Codec<T extends object> {
  encode(message: T): { finish(): Uint8Array };
  decode(bytes: Uint8Array): T;
}

function serializer<T extends object>(codec: Codec<T>): (value: T) => Buffer {
  return (value) => {
    const bytes = codec.encode(value).finish();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

export function method<Request extends object, Response extends object>(
  path: string,
  request: Codec<Request>,
  response: Codec<Response>,
  requestStream: boolean,
  responseStream: boolean,
): Method<Request, Response> {
  return {
    path,
    requestStream,
    responseStream,
    requestSerialize: serializer(request),
    requestDeserialize: (bytes) => request.decode(bytes),
    responseSerialize: serializer(response),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
}
