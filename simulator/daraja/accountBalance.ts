import { compactTime } from '../eastAfricaTime';
import { referenceOnlyId } from '../ledger/receiptNumber';
import { mainAccount } from '../ledger/mainAccount';
import type { Organisation } from '../ledger/shortcodes';
import { acceptAsync } from '../results/acceptAsync';
import { organisationField, readInitiatorRequest } from '../results/initiatorRequest';
import { partyFacts } from '../results/partyFacts';
import type { World } from '../world';
import { choiceField } from './fields';
import type { OperationCall } from './operation';
import type { Reply } from './reply';
import { organisationTypes } from './requestRules';

/** Tells at ResultURL what the accounts hold (Daraja: Account Balance). */
export function accountBalance(world: World, call: OperationCall): Reply {
  const { body } = call;
  const organisation = organisationField(world, body, 'PartyA');
  const settings = world.settings.current;
  choiceField(body, 'IdentifierType', organisationTypes(settings));
  const request = readInitiatorRequest(world, body, organisation, {
    initiator: 'Initiator',
    commands: ['AccountBalance'],
    occasion: 'Occasion',
  });
  return acceptAsync(world, {
    operation: 'account_balance',
    request,
    facts: partyFacts(world, call),
    resultCodes: settings.balanceResultCodes,
    references: [['QueueTimeoutURL', request.timeoutUrl]],
    perform: () => ({
      resultCode: 0,
      transactionId: referenceOnlyId(Date.now()),
      parameters: [
        ['AccountBalance', accounts(organisation)],
        ['BOCompletedTime', compactTime(Date.now())],
      ],
    }),
  });
}

/** Accounts joined by `&`; the vendor's sample repeats the available sum in the second place. */
function accounts(organisation: Organisation): string {
  const balances: readonly (readonly [string, number])[] = [
    ['Working Account', organisation.workingCents],
    ['Float Account', 0],
    [mainAccount(organisation), organisation.mainCents],
    ['Charges Paid Account', 0],
    ['Organization Settlement Account', organisation.settlementCents],
  ];
  return balances
    .map(([name, cents]) => {
      const shillings = (cents / 100).toFixed(2);
      return `${name}|KES|${shillings}|${shillings}|0.00|0.00`;
    })
    .join('&');
}
