import type { Notice } from '../domain/evidence/notice';
import type { EventId, MerchantId, OperatorId, PaymentId } from '../domain/values/ids';
import type { Owner } from '../domain/values/owner';
import type {
  AttachInstruction,
  DecideInstruction,
  InstructionResult,
} from '../domain/payment/instruction';
import type { Payment } from '../domain/payment/payment';

/** `not_set_up` answers, but takes no payment; the remedy says what to do. */
export type EngineReadiness =
  | { readonly state: 'ready'; readonly remedy: null }
  | { readonly state: 'unavailable' | 'not_set_up'; readonly remedy: string };

/** Which event of which owner is sent again, and to whom. */
export interface ResendInput {
  readonly owner: Owner;
  readonly eventId: EventId;
  readonly merchantId: MerchantId;
}

/** Who wants Safaricom asked about which payment, and why. */
export interface AskInput {
  readonly payment: Payment;
  readonly operatorId: OperatorId;
  readonly reason: string;
  /** Names this order: one that is sent again under the same id is taken once. */
  readonly orderId: string;
}

type Said<I> = Omit<I, 'instructionId' | 'operatorId'>;

/** What an operator wants done about which payment. */
export interface InstructInput {
  readonly payment: Payment;
  readonly operatorId: OperatorId;
  /** Names this instruction: sent again under the same id, it is carried out once. */
  readonly instructionId: string;
  /** With its reason, in which phone numbers are masked. */
  readonly instruction: Said<AttachInstruction> | Said<DecideInstruction>;
}

export type AskResult = 'asked' | 'already_decided';

/** Who asks a task queue for work, and what waits in it. */
export interface QueueFacts {
  /** Its name on the server. */
  readonly name: string;
  /** How many workers asked lately. */
  readonly workers: number;
  /** The builds of those, each once. */
  readonly builds: readonly string[];
  readonly backlog: number;
  /** For how long the oldest of them has waited. */
  readonly backlogAgeMs: number;
}

/** What can be wrong with the engine though it answers. */
export interface EngineInspection {
  /** Whether the sweeper's Schedule is there. @throws Error when the engine does not answer. */
  sweeper(): Promise<'runs' | 'paused' | 'missing'>;
  /** Every task queue. @throws Error when the engine does not answer. */
  queues(): Promise<readonly QueueFacts[]>;
}

/** The durable engine, as the API needs it. */
export interface PaymentEngine {
  /**
   * Starts the payment's workflow, or leaves a running one as it is.
   * @throws EngineNotSetUpError when it lacks a namespace or search attribute.
   * @throws Error when the engine does not answer.
   */
  start(payment: Payment): Promise<void>;
  /**
   * Tells a payment's workflow what Safaricom POSTed; one that has ended is started again.
   * @throws Error when the engine does not answer.
   */
  notify(paymentId: PaymentId, notice: Notice): Promise<void>;
  /**
   * Delivers an event now, by a workflow of its own. One that was asked for before and waits for
   * its next try is replaced; after one that is just being sent, what still waits is sent again.
   * @throws EngineNotSetUpError when it lacks a namespace or search attribute.
   * @throws Error when the engine does not answer.
   */
  resend(event: ResendInput): Promise<void>;
  /**
   * Has a payment's workflow ask Safaricom at once; one that has ended is started again. Resolves
   * when the workflow has taken the order, before Safaricom has answered.
   * @throws EngineNotSetUpError when it lacks a namespace or search attribute.
   * @throws Error when no workflow took the order in time.
   */
  ask(order: AskInput): Promise<AskResult>;
  /**
   * Has a payment's workflow carry out what an operator wants; one that has ended is started again.
   * Resolves with what it came to once that is stored.
   * @throws EngineNotSetUpError when it lacks a namespace or search attribute.
   * @throws Error when no workflow answered in time; it may still be carried out.
   */
  instruct(input: InstructInput): Promise<InstructionResult>;
  /** Whether a payment could be started now; answers within a few seconds. */
  readiness(): Promise<EngineReadiness>;
  readonly inspection: EngineInspection;
  /** Resolves when no call is under way, so that the connection may be closed. */
  idle(): Promise<void>;
}
