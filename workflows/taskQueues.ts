/**
 * Each kind of work waits in its own line, so that none starves another: payments themselves,
 * the rate-limited calls to Daraja, webhooks that are retried for days, and what keeps the whole in
 * order.
 */
export const TASK_QUEUES = ['payments', 'daraja', 'webhooks', 'upkeep'] as const;

export type TaskQueue = (typeof TASK_QUEUES)[number];

/** The queue's name on the server. The prefix keeps systems that share a server apart. */
export function taskQueueName(queue: TaskQueue, prefix: string): string {
  return prefix === '' ? queue : `${prefix}-${queue}`;
}

/**
 * Another queue of the same system: a workflow knows the name of its own queue, and so the prefix.
 * A replay has a queue of its own, which has none.
 */
export function siblingQueue(queue: TaskQueue, own: string): string {
  const kind = TASK_QUEUES.find((name) => own === name || own.endsWith(`-${name}`));
  if (kind === undefined) return taskQueueName(queue, '');
  return taskQueueName(queue, own.slice(0, -kind.length).replace(/-$/, ''));
}
