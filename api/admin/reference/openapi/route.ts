import { operation } from '../../../contract/operation';
import { getAdminOpenApiContract } from './contract';

export const getAdminOpenApi = operation(getAdminOpenApiContract)(({ document }) => async () => ({
  status: 200,
  body: { ...document },
}));
