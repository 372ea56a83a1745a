import { z } from 'zod';
import { defineContract } from '../../contract/contract';
import { AREAS, STATUSES } from './finding';

const findingSchema = z
  .strictObject({
    area: z.enum(AREAS).meta({ description: 'What was looked at.' }),
    name: z.string().meta({ description: 'Which of it, such as a shortcode.' }),
    status: z.enum(STATUSES).meta({
      description: '`fault` needs somebody now, `warning` will, `ok` does not.',
    }),
    meaning: z.string().meta({ description: 'What was found, in a sentence.' }),
    remedy: z.string().nullable().meta({ description: 'What to do; null where it is ok.' }),
  })
  .meta({ id: 'Finding', description: 'One line of the doctor.' });

export const runDoctorContract = defineContract({
  operationId: 'runDoctor',
  method: 'get',
  path: '/admin/v1/doctor',
  tag: 'Doctor',
  summary: 'Look for what is wrong with this installation',
  description:
    'Looks at settings, keys, clock, MongoDB, Temporal, the sweeper, task queues, the callback ' +
    'address, shortcodes and webhook endpoints, from the API process, within some five seconds. ' +
    'It changes nothing, prompts nobody and sends no event; of each of 20 shortcodes it asks ' +
    'Safaricom for a token.',
  role: 'viewer',
  answers: {
    200: {
      description: 'What was found, sound or not.',
      schema: z.strictObject({
        status: z.enum(STATUSES).meta({ description: 'The worst of all findings.' }),
        findings: z.array(findingSchema),
      }),
    },
  },
  errors: {},
});
