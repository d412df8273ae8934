import { createServer, type Socket } from 'node:net';
import dimse from 'dcmjs-dimse';

const { association, Client, constants, Dataset, requests, responses, Scp } = dimse;
const { SopClass, TransferSyntax, PresentationContextResult, Status } = constants;

/** What the second implementation received, as keyword and value. */
export interface ReceivedByDcmjs {
  readonly service: 'n-create' | 'n-set' | 'n-action';
  readonly sopInstanceUid: string;
  readonly elements: Readonly<Record<string, unknown>>;
}

/** A dcmjs-dimse server for MPPS and Storage Commitment, in this process. */
export interface DcmjsServer {
  readonly port: number;
  readonly received: readonly ReceivedByDcmjs[];
  stop(): Promise<void>;
}

const workflowClasses: readonly string[] = [
  SopClass.ModalityPerformedProcedureStep,
  SopClass.StorageCommitmentPushModel,
];

/**
 * Starts the server. A commitment is confirmed for every object on the same association, `reportMs` after the
 * response to the N-ACTION.
 */
export async function startDcmjsServer(port: number, reportMs: number): Promise<DcmjsServer> {
  dimse.log.disableAll();
  const received: ReceivedByDcmjs[] = [];
  const note = (
    service: ReceivedByDcmjs['service'],
    sopInstanceUid: string,
    request: { getDataset(): InstanceType<typeof Dataset> | undefined },
  ): Record<string, unknown> => {
    const elements = request.getDataset()?.getElements() ?? {};
    received.push({ service, sopInstanceUid, elements });
    return elements;
  };

  class WorkflowScp extends Scp {
    override associationRequested(asked: InstanceType<typeof association.Association>): void {
      for (const { context } of asked.getPresentationContexts()) {
        const isServed = workflowClasses.includes(context.getAbstractSyntaxUid());
        const [syntax = TransferSyntax.ImplicitVRLittleEndian] = context.getTransferSyntaxUids();
        if (isServed) context.setResult(PresentationContextResult.Accept, syntax);
        else context.setResult(PresentationContextResult.RejectAbstractSyntaxNotSupported);
      }
      this.sendAssociationAccept();
    }

    override associationReleaseRequested(): void {
      this.sendAssociationReleaseResponse();
    }

    override nCreateRequest(
      request: InstanceType<typeof requests.NCreateRequest>,
      callback: (response: InstanceType<typeof responses.NCreateResponse>) => void,
    ): void {
      note('n-create', request.getAffectedSopInstanceUid(), request);
      const response = responses.NCreateResponse.fromRequest(request);
      response.setStatus(Status.Success);
      callback(response);
    }

    override nSetRequest(
      request: InstanceType<typeof requests.NSetRequest>,
      callback: (response: InstanceType<typeof responses.NSetResponse>) => void,
    ): void {
      note('n-set', request.getRequestedSopInstanceUid(), request);
      const response = responses.NSetResponse.fromRequest(request);
      response.setStatus(Status.Success);
      callback(response);
    }

    override nActionRequest(
      request: InstanceType<typeof requests.NActionRequest>,
      callback: (response: InstanceType<typeof responses.NActionResponse>) => void,
    ): void {
      const elements = note('n-action', request.getRequestedSopInstanceUid(), request);
      const response = responses.NActionResponse.fromRequest(request);
      response.setStatus(Status.Success);
      callback(response);
      setTimeout(() => {
        const report = new requests.NEventReportRequest(
          SopClass.StorageCommitmentPushModel,
          '1.2.840.10008.1.20.1.1',
          1,
        );
        report.setDataset(new Dataset({ ...elements }));
        this.sendRequests([report]);
      }, reportMs);
    }
  }

  // The library's own server cannot be bound to one address.
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    new WorkflowScp(socket, {}).on('networkError', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    received,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Creates and then completes a performed procedure step at a server; the two statuses. */
export function sendPerformedStep(
  target: { readonly port: number; readonly calledAeTitle: string },
  sopInstanceUid: string,
  patientName: string,
): Promise<number[]> {
  dimse.log.disableAll();
  const create = new requests.NCreateRequest(
    SopClass.ModalityPerformedProcedureStep,
    sopInstanceUid,
  );
  create.setDataset(
    new Dataset({
      SpecificCharacterSet: 'ISO_IR 192',
      PatientName: patientName,
      PerformedProcedureStepStatus: 'IN PROGRESS',
    }),
  );
  const complete = new requests.NSetRequest(
    SopClass.ModalityPerformedProcedureStep,
    sopInstanceUid,
  );
  complete.setDataset(new Dataset({ PerformedProcedureStepStatus: 'COMPLETED' }));
  const statuses: number[] = [];
  return new Promise((resolve, reject) => {
    const client = new Client();
    for (const request of [create, complete]) {
      request.on('response', (response) => statuses.push(response.getStatus()));
      client.addRequest(request);
    }
    client.on('networkError', reject);
    client.on('closed', () => resolve(statuses));
    client.send('127.0.0.1', target.port, 'DCMJS', target.calledAeTitle);
  });
}
