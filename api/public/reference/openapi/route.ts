import { operation } from '../../../contract/operation';
import { getOpenApiContract } from './contract';

export const getOpenApi = operation(getOpenApiContract)(({ document }) => async () => ({
  status: 200,
  body: { ...document },
}));
