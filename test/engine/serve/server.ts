import { Server, ServerCredentials, type UntypedServiceImplementation } from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";

/** The engine's two services on one port of the loopback interface. */
export class EngineServer {
  private readonly server = new Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });

  constructor(engine: UntypedServiceImplementation, monitor: UntypedServiceImplementation) {
    this.server.addService(EngineService, engine);
    this.server.addService(ResourceMonitorService, monitor);
  }

  /** Begins to listen; resolves with the address. */
  listen(): Promise<string> {
    return new Promise((resolve, reject) => {
      this.server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
        error === null ? resolve(`127.0.0.1:${port}`) : reject(error),
      );
    });
  }

  /** Ends all connections at once. */
  close(): void {
    this.server.forceShutdown();
  }
}
