import { createServer, type Socket } from 'node:net';
import dimse from 'dcmjs-dimse';

const { association, Client, constants, Dataset, requests, responses, Scp } = dimse;
const { PresentationContextResult, Status, TransferSyntax } = constants;

/** What the second implementation kept of an object. */
export interface KeptByDcmjs {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly elements: Readonly<Record<string, unknown>>;
}

/** A dcmjs-dimse archive in this process: C-ECHO, C-STORE, C-FIND and C-GET of all that it holds. */
export interface DcmjsArchive {
  readonly port: number;
  readonly kept: readonly KeptByDcmjs[];
  /** Identifiers of the C-FINDs. */
  readonly queries: readonly Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

type Association = InstanceType<typeof association.Association>;

/** Starts the archive; it answers a C-FIND with one record for each object that it keeps. */
export async function startDcmjsArchive(): Promise<DcmjsArchive> {
  dimse.log.disableAll();
  const kept: KeptByDcmjs[] = [];
  const queries: Readonly<Record<string, unknown>>[] = [];

  class ArchiveScp extends Scp {
    override associationRequested(asked: Association): void {
      for (const { context } of asked.getPresentationContexts()) {
        const [syntax = TransferSyntax.ImplicitVRLittleEndian] = context.getTransferSyntaxUids();
        context.setResult(PresentationContextResult.Accept, syntax);
      }
      this.sendAssociationAccept();
    }

    override associationReleaseRequested(): void {
      this.sendAssociationReleaseResponse();
    }

    override cEchoRequest(
      request: InstanceType<typeof requests.CEchoRequest>,
      callback: (response: InstanceType<typeof responses.CEchoResponse>) => void,
    ): void {
      const response = responses.CEchoResponse.fromRequest(request);
      response.setStatus(Status.Success);
      callback(response);
    }

    override cStoreRequest(
      request: InstanceType<typeof requests.CStoreRequest>,
      callback: (response: InstanceType<typeof responses.CStoreResponse>) => void,
    ): void {
      kept.push({
        sopClassUid: request.getAffectedSopClassUid(),
        sopInstanceUid: request.getAffectedSopInstanceUid(),
        elements: request.getDataset()?.getElements() ?? {},
      });
      const response = responses.CStoreResponse.fromRequest(request);
      response.setStatus(Status.Success);
      callback(response);
    }

    override cFindRequest(
      request: InstanceType<typeof requests.CFindRequest>,
      callback: (list: InstanceType<typeof responses.CFindResponse>[]) => void,
    ): void {
      queries.push(request.getDataset()?.getElements() ?? {});
      const answer = (status: number, elements?: Record<string, unknown>) => {
        const response = responses.CFindResponse.fromRequest(request);
        response.setStatus(status);
        if (elements !== undefined) {
          response.setDataset(new Dataset(elements, TransferSyntax.ImplicitVRLittleEndian));
        }
        return response;
      };
      const pending = kept.map(({ elements }) =>
        answer(Status.Pending, {
          SpecificCharacterSet: 'ISO_IR 192',
          PatientName: elements.PatientName,
          PatientID: elements.PatientID,
          StudyInstanceUID: elements.StudyInstanceUID,
        }),
      );
      callback([...pending, answer(Status.Success)]);
    }

    override cGetRequest(
      request: InstanceType<typeof requests.CGetRequest>,
      callback: (list: InstanceType<typeof responses.CGetResponse>[]) => void,
    ): void {
      let left = kept.length;
      const finish = (): void => {
        const response = responses.CGetResponse.fromRequest(request);
        response.setCompleted(kept.length);
        response.setStatus(Status.Success);
        callback([response]);
      };
      const stores = kept.map(({ elements }) => {
        const store = new requests.CStoreRequest(
          new Dataset({ ...elements }, TransferSyntax.ExplicitVRLittleEndian),
        );
        store.on('response', () => {
          left -= 1;
          if (left === 0) finish();
        });
        return store;
      });
      this.sendRequests(stores);
    }
  }

  // The library's own server cannot be bound to one address.
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    new ArchiveScp(socket, {}).on('networkError', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    kept,
    queries,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What the library's client sends. */
export interface SentByDcmjs {
  readonly elements: Readonly<Record<string, unknown>>;
  readonly transferSyntaxUid: string;
}

/** Echoes and stores with dcmjs-dimse as the client, on one association; the statuses in order. */
export function sendByDcmjs(
  target: { readonly port: number; readonly calledAeTitle: string },
  objects: readonly SentByDcmjs[],
): Promise<number[]> {
  dimse.log.disableAll();
  const client = new Client();
  const statuses: number[] = [];
  const all = [
    new requests.CEchoRequest(),
    ...objects.map(
      ({ elements, transferSyntaxUid }) =>
        new requests.CStoreRequest(new Dataset({ ...elements }, transferSyntaxUid)),
    ),
  ];
  for (const request of all) {
    request.on('response', (response) => statuses.push(response.getStatus()));
    client.addRequest(request);
  }
  return new Promise((resolve, reject) => {
    client.on('networkError', reject);
    client.on('associationRejected', (rejection) =>
      reject(new Error(`rejected ${rejection.result}/${rejection.source}/${rejection.reason}`)),
    );
    client.on('closed', () => resolve(statuses));
    client.send('127.0.0.1', target.port, 'DCMJS', target.calledAeTitle);
  });
}
