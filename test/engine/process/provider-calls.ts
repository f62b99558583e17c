import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { nameOf, typeOf } from "../model/urn";
import { type Props, plainProps } from "../model/values";
import { fromStruct, toStruct } from "./struct";
import type { Wire } from "./wire";

/** What `check` said. */
export interface CheckAnswer {
  readonly inputs: Props;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

/** What `diff` said; `changes` is undefined when the engine is to compare the inputs itself. */
export interface DiffAnswer {
  readonly changes: boolean | undefined;
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** What `read` said; an empty id means that the resource is gone. */
export interface ReadAnswer {
  readonly id: string;
  readonly outputs: Props;
  readonly inputs: Props | undefined;
}

/** A resource as the state knows it. */
export interface Known {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Props;
  readonly outputs: Props;
}

/** The calls about resources. Secrets go out as plaintext and come back as such. */
export class ProviderCalls {
  constructor(
    private readonly client: ResourceProviderClient,
    private readonly wire: Wire,
  ) {}

  /** Checks the inputs; `oldInputs` are those of the last successful check, or none. */
  async check(urn: string, oldInputs: Props, newInputs: Props): Promise<CheckAnswer> {
    const [olds, news] = [plainProps(oldInputs), plainProps(newInputs)];
    const request = new pb.CheckRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    request.setOlds(toStruct(olds)).setNews(toStruct(news));
    const read = (response: pb.CheckResponse) => ({
      inputs: fromStruct(response.getInputs()),
      failures: response.getFailuresList().map((failure) => failure.toObject()),
    });
    return read(
      await this.wire.call<pb.CheckResponse>(
        "Check",
        urn,
        { olds, news },
        (d) => this.client.check(request, d),
        read,
      ),
    );
  }

  /** Compares what is known with checked inputs. */
  async diff(known: Known, newInputs: Props): Promise<DiffAnswer> {
    const { urn, id } = known;
    const [olds, oldInputs, news] = [known.outputs, known.inputs, newInputs].map(plainProps) as Three;
    const request = new pb.DiffRequest().setId(id).setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    request.setOlds(toStruct(olds)).setNews(toStruct(news)).setOldInputs(toStruct(oldInputs));
    const { DIFF_UNKNOWN, DIFF_SOME } = pb.DiffResponse.DiffChanges;
    const read = (response: pb.DiffResponse) => ({
      changes: response.getChanges() === DIFF_UNKNOWN ? undefined : response.getChanges() === DIFF_SOME,
      replaces: response.getReplacesList(),
      deleteBeforeReplace: response.getDeletebeforereplace(),
    });
    const shown = { id, olds, news, oldInputs };
    return read(
      await this.wire.call<pb.DiffResponse>("Diff", urn, shown, (d) => this.client.diff(request, d), read),
    );
  }

  /** Creates the resource. @throws InitError when it was created but is not right. */
  async create(urn: string, inputs: Props): Promise<{ id: string; outputs: Props }> {
    const properties = plainProps(inputs);
    const request = new pb.CreateRequest().setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    request.setProperties(toStruct(properties));
    const read = (response: pb.CreateResponse) => ({
      id: response.getId(),
      outputs: fromStruct(response.getProperties()),
    });
    return read(
      await this.wire.call<pb.CreateResponse>(
        "Create",
        urn,
        { properties },
        (d) => this.client.create(request, d),
        read,
      ),
    );
  }

  /** Reads what there really is. */
  async read(known: Known): Promise<ReadAnswer> {
    const { urn, id } = known;
    const [properties, inputs] = [plainProps(known.outputs), plainProps(known.inputs)];
    const request = new pb.ReadRequest().setId(id).setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    request.setProperties(toStruct(properties)).setInputs(toStruct(inputs));
    const read = (response: pb.ReadResponse) => ({
      id: response.getId(),
      outputs: fromStruct(response.getProperties()),
      inputs: response.hasInputs() ? fromStruct(response.getInputs()) : undefined,
    });
    const shown = { id, properties, inputs };
    return read(
      await this.wire.call<pb.ReadResponse>("Read", urn, shown, (d) => this.client.read(request, d), read),
    );
  }

  /** Changes the resource; its new outputs. @throws InitError when it was changed but is not right. */
  async update(known: Known, newInputs: Props): Promise<Props> {
    const { urn, id } = known;
    const [olds, oldInputs, news] = [known.outputs, known.inputs, newInputs].map(plainProps) as Three;
    const request = new pb.UpdateRequest().setId(id).setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    request.setOlds(toStruct(olds)).setNews(toStruct(news)).setOldInputs(toStruct(oldInputs));
    const read = (response: pb.UpdateResponse) => ({ outputs: fromStruct(response.getProperties()) });
    const shown = { id, olds, news, oldInputs };
    return read(
      await this.wire.call<pb.UpdateResponse>(
        "Update",
        urn,
        shown,
        (d) => this.client.update(request, d),
        read,
      ),
    ).outputs;
  }

  /** Deletes the resource. */
  async delete(known: Known): Promise<void> {
    const { urn, id } = known;
    const [properties, oldInputs] = [plainProps(known.outputs), plainProps(known.inputs)];
    const request = new pb.DeleteRequest().setId(id).setUrn(urn).setName(nameOf(urn)).setType(typeOf(urn));
    request.setProperties(toStruct(properties)).setOldInputs(toStruct(oldInputs));
    const shown = { id, properties, oldInputs };
    await this.wire.call<Empty>("Delete", urn, shown, (done) => this.client.delete(request, done));
  }
}

type Three = [Props, Props, Props];
