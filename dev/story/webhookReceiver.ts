import { createServer, type IncomingMessage, type Server } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { z } from 'zod';

const eventSchema = z.object({
  type: z.string(),
  sequence: z.number(),
  data: z.object({ id: z.string(), state: z.string(), receipt: z.string().nullable() }),
});

export type DemoEvent = z.infer<typeof eventSchema>;

interface ReceiverOptions {
  readonly port: number;
  readonly secret: string;
  /** Called for events whose signature is valid; others are refused. */
  readonly onEvent: (event: DemoEvent) => void;
}

/** The demo merchant's server: takes events and checks their signatures as a merchant should. */
export async function startWebhookReceiver(options: ReceiverOptions): Promise<Server> {
  const verifier = new Webhook(options.secret);
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const valid = isValid(verifier, body, request);
      const event = eventSchema.safeParse(valid ? JSON.parse(body) : null);
      if (event.success) options.onEvent(event.data);
      response.writeHead(event.success ? 204 : 401).end();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, '127.0.0.1', resolve);
  });
  return server;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function isValid(verifier: Webhook, body: string, { headers }: IncomingMessage): boolean {
  try {
    verifier.verify(body, headers as Record<string, string>);
    return true;
  } catch {
    // A bad signature is an answer to a merchant, not a failure of its server.
    return false;
  }
}
