import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { EngineOptions } from "../model/options";
import { nameOf, typeOf } from "../model/urn";
import { type Props, plainProps } from "../model/values";
import type { CallLog } from "./call-log";
import { Child } from "./child";
import { ProviderCalls } from "./provider-calls";
import { childEnv, fullConfig, programDir, sdkScript } from "./sdk";
import { toStruct } from "./struct";
import { type Done, Wire } from "./wire";

/** One dynamic-provider process: its start, its configuration and its end. */
export class ProviderProcess {
  /** The calls about resources. */
  readonly resources: ProviderCalls;

  private constructor(
    private readonly child: Child,
    private readonly client: ResourceProviderClient,
    private readonly wire: Wire,
  ) {
    this.resources = new ProviderCalls(client, wire);
  }

  /** Starts a process and greets it; `address` is the engine's. */
  static async start(options: EngineOptions, address: string, log: CallLog): Promise<ProviderProcess> {
    const env = childEnv(options, {
      PULUMI_PROJECT: options.projectName,
      PULUMI_NODEJS_PROJECT: options.projectName,
      PULUMI_CONFIG: JSON.stringify(fullConfig(options)),
    });
    const args = [sdkScript(options, "dynamic-provider"), address];
    const child = new Child(args, { cwd: programDir(options), env });
    const port = await child.firstLine();
    const unlimited = { "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 };
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), unlimited);
    const started = new ProviderProcess(child, client, new Wire(log));
    await started.greet(address);
    return started;
  }

  /** What the process wrote, without the line with its port. */
  get output(): { stdout: string; stderr: string } {
    return { stdout: this.child.stdout.replace(/^.*\n/, ""), stderr: this.child.stderr };
  }

  /** Offers the configuration for checking, which dynamic providers do not implement. */
  async checkConfig(urn: string, olds: Props, news: Props): Promise<void> {
    const request = new pb.CheckRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    const shown = { olds: plainProps(olds), news: plainProps(news) };
    request.setOlds(toStruct(shown.olds)).setNews(toStruct(shown.news));
    await this.optional<pb.CheckResponse>("CheckConfig", urn, shown, (done) =>
      this.client.checkConfig(request, done),
    );
  }

  /** Offers the configuration for comparison, which dynamic providers do not implement. */
  async diffConfig(urn: string, olds: Props, news: Props): Promise<void> {
    const request = new pb.DiffRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    const shown = { olds: plainProps(olds), news: plainProps(news), oldInputs: plainProps(olds) };
    request.setOlds(toStruct(shown.olds)).setNews(toStruct(shown.news)).setOldInputs(toStruct(shown.olds));
    await this.optional<pb.DiffResponse>("DiffConfig", urn, shown, (done) =>
      this.client.diffConfig(request, done),
    );
  }

  /** Hands over the configuration; the only call in which a secret keeps its wrapper. */
  async configure(urn: string, id: string, args: Props): Promise<void> {
    const request = new pb.ConfigureRequest().setArgs(toStruct(args)).setId(id).setUrn(urn);
    request.setAcceptsecrets(true).setAcceptresources(true).setSendsOldInputs(true);
    request.setSendsOldInputsToDelete(true).setName(nameOf(urn)).setType(typeOf(urn));
    await this.wire.call<pb.ConfigureResponse>("Configure", urn, { id, args }, (done) =>
      this.client.configure(request, done),
    );
  }

  /** Says that the operation is to be given up; dynamic providers do nothing about it. */
  async cancel(): Promise<void> {
    await this.wire.call<Empty>("Cancel", "", {}, (done) => this.client.cancel(new Empty(), done));
  }

  /** Ends the process: first the call, then the signals. */
  async stop(): Promise<void> {
    await this.cancel().catch(() => undefined);
    this.client.close();
    await this.child.stop();
  }

  /** Ends the process at once, calls in flight or not, as a second Ctrl-C does. */
  async terminate(): Promise<void> {
    await this.child.stop();
    this.client.close();
  }

  private async greet(address: string): Promise<void> {
    const request = new pb.ProviderHandshakeRequest().setEngineAddress(address);
    await this.optional<pb.ProviderHandshakeResponse>("Handshake", "", {}, (done) =>
      this.client.handshake(request, done),
    );
    await this.wire.call<PluginInfo>("GetPluginInfo", "", {}, (done) =>
      this.client.getPluginInfo(new Empty(), done),
    );
  }

  private async optional<T>(
    method: string,
    urn: string,
    shown: Record<string, unknown>,
    send: (done: Done<T>) => unknown,
  ): Promise<void> {
    try {
      await this.wire.call(method, urn, shown, send);
    } catch (error) {
      if ((error as ServiceError).code !== status.UNIMPLEMENTED) throw error;
    }
  }
}
