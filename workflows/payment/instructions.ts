import { condition } from '@temporalio/workflow';
import type { Instruction, InstructionResult } from '../../domain/payment/instruction';

/**
 * What operators told this run to do and nobody has done yet. An update waits here for what its
 * instruction comes to, so that its sender is told the truth; waiting costs the history nothing.
 */
export class Instructions {
  #waiting: Instruction[] = [];
  readonly #results = new Map<string, InstructionResult>();

  get areWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Whether rounds were made for operators and not by the plan. */
  get haveCome(): boolean {
    return this.#results.size > 0;
  }

  /** Resolves when a round has carried the instruction out, or has refused it. */
  async follow(instruction: Instruction): Promise<InstructionResult> {
    const { instructionId } = instruction;
    this.#waiting.push(instruction);
    await condition(() => this.#results.has(instructionId));
    const result = this.#results.get(instructionId);
    if (result === undefined) throw new Error(`No result of ${instructionId}`);
    return result;
  }

  /** All that waits. The caller answers each. */
  take(): readonly Instruction[] {
    return this.#waiting.splice(0);
  }

  answer({ instructionId }: Instruction, result: InstructionResult): void {
    this.#results.set(instructionId, result);
  }
}
