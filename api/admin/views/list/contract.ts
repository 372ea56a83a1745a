import { z } from 'zod';
import { FAILURES, type FailureCode } from '../../../../domain/values/failures';
import { defineContract } from '../../../contract/contract';
import { oneOf } from '../../../contract/listFields';
import { idField } from '../../fields';

const FAILURE_CODES = Object.keys(FAILURES) as [FailureCode, ...FailureCode[]];

const viewSchema = z
  .strictObject({
    name: z.string().meta({ description: 'What it asks.' }),
    query: z.string().meta({ description: "The query, as the Temporal UI's search takes it." }),
    url: z
      .string()
      .nullable()
      .meta({ description: 'The page of the answer; null without TEMPORAL_UI_URL.' }),
  })
  .meta({ id: 'View', description: 'A saved question to the Temporal UI.' });

export const listViewsContract = defineContract({
  operationId: 'listViews',
  method: 'get',
  path: '/admin/v1/views',
  tag: 'Views',
  summary: 'List the saved questions to the Temporal UI',
  description: 'Ten questions that operators ask every day, with the times of this call in them.',
  role: 'viewer',
  query: z.strictObject({
    merchantId: idField('merchant', 'merchantId', 'Whose payments of today to ask for.').optional(),
    failureCode: oneOf('failureCode', FAILURE_CODES, 'Which failures to ask for.').optional(),
  }),
  answers: {
    200: {
      description: 'The questions.',
      schema: z.strictObject({ views: z.array(viewSchema) }),
    },
  },
  errors: {},
});
