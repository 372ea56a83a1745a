/**
 * Each kind of work waits in its own line, so that none starves another: payments themselves,
 * the rate-limited calls to Daraja, and webhooks that are retried for days.
 */
export const TASK_QUEUES = ['payments', 'daraja', 'webhooks'] as const;

export type TaskQueue = (typeof TASK_QUEUES)[number];

/** The queue's name on the server. The prefix keeps systems that share a server apart. */
export function taskQueueName(queue: TaskQueue, prefix: string): string {
  return prefix === '' ? queue : `${prefix}-${queue}`;
}

/** The sister of a queue: a workflow knows its own queue, and so the prefix. */
export function siblingQueue(queue: TaskQueue, own: string): string {
  const separator = own.lastIndexOf('-');
  return taskQueueName(queue, separator === -1 ? '' : own.slice(0, separator));
}
