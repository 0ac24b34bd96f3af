import { describe, expect, test } from 'vitest';
import type { ReceiveDeps } from '../../../functions/webhook/receive.ts';
import type { ReadAccounts } from '../../../shared/accounts/accounts.ts';
import { SecretError } from '../../../shared/accounts/secret-reader.ts';
import type { SigningAccount } from '../../../shared/accounts/signing-accounts.ts';
import { withSubAccounts } from '../../../shared/accounts/zoom-account.ts';
import { signature } from '../../../shared/zoom/webhook/signature.ts';
import { account, createReceiver, meetingEnded, north, nowSeconds, signed, south } from './webhook-fixture.ts';

describe('the account', () => {
  const accountOf = async (accountId: unknown, token: string, accounts?: readonly SigningAccount[]) => {
    const receiver = createReceiver({}, accounts);
    const { type } = await receiver.receive(
      signed(meetingEnded({}, { payload: { account_id: accountId, object: { uuid: 'u' } } }), { token }),
    );
    return receiver.sent[0]?.[1].account ?? type;
  };

  test('is the one named, if its own token signed', async () => {
    expect(await accountOf('north', 'north-before')).toBe('north');
    expect(await accountOf('south', 'south-now')).toBe('south');
  });

  test('that is named is refused when another account signed', async () => {
    expect(await accountOf('north', 'south-now')).toBe('refused');
    expect(await accountOf('south', 'north-now')).toBe('refused');
  });

  test('is the one that signed when a sub-account, or none, is named', async () => {
    expect(await accountOf('north-branch', 'north-now')).toBe('north');
    expect(await accountOf(undefined, 'south-now')).toBe('south');
    expect(await accountOf(7, 'south-now')).toBe('south');
  });

  test('is the sub-account that is named, where its master is configured with it', async () => {
    const master = account('north', 'shared');
    const accounts = withSubAccounts(master, { subAccounts: ['east', 'west'] });
    expect(await accountOf('west', 'shared', accounts)).toBe('west');
    expect(await accountOf('north', 'shared', accounts)).toBe('north');
    expect(await accountOf('unheard-of', 'shared', accounts)).toBe('north');
    expect(await accountOf('west', 'forged', accounts)).toBe('refused');
  });

  test('is the one named when two share a token', async () => {
    const accounts = [account('north', 'shared'), account('south', 'shared')];
    expect(await accountOf('south', 'shared', accounts)).toBe('south');
    expect(await accountOf('branch', 'shared', accounts)).toBe('north');
  });

  test('does not exist: everything is refused', async () => {
    expect(await accountOf('north', 'north-now', [])).toBe('refused');
    expect(await accountOf('north', '', [account('north')])).toBe('refused');
    expect(await accountOf('north', '', [account('north', '')])).toBe('refused');
  });
});

describe('the secrets', () => {
  const changing = (...reads: ReadAccounts<SigningAccount>[]) => {
    let current = 0;
    let refreshes = 0;
    const accounts: ReceiveDeps['accounts'] = {
      readable: async () => reads[current] ?? { accounts: [], faults: [] },
      refresh: async () => {
        refreshes++;
        current = Math.min(current + 1, reads.length - 1);
      },
    };
    return { accounts, refreshes: () => refreshes };
  };
  const only = (...accounts: SigningAccount[]): ReadAccounts<SigningAccount> => ({ accounts, faults: [] });
  const unread: ReadAccounts<SigningAccount> = { accounts: [south], faults: [new SecretError('cannot be read')] };

  test('are read again once when no token fits, as after a rotation', async () => {
    const { accounts, refreshes } = changing(only(account('north', 'old')), only(north));
    expect(await createReceiver({ accounts }).receive(signed(meetingEnded()))).toEqual({ type: 'queued' });
    expect(refreshes()).toBe(1);
  });

  test('are not read again for a genuine request', async () => {
    const { accounts, refreshes } = changing(only(north), only());
    await createReceiver({ accounts }).receive(signed(meetingEnded()));
    expect(refreshes()).toBe(0);
  });

  test('that cannot be read are a fault, not a refusal, so that Zoom sends again', async () => {
    const { accounts } = changing(unread);
    await expect(createReceiver({ accounts }).receive(signed(meetingEnded()))).rejects.toThrow(SecretError);
  });

  test('that could be read before a rotation and not after it are a fault too', async () => {
    const { accounts } = changing(only(account('north', 'old')), unread);
    await expect(createReceiver({ accounts }).receive(signed(meetingEnded()))).rejects.toThrow(SecretError);
  });

  test('that fit after a rotation do so though another account has none to read', async () => {
    const { accounts } = changing(only(account('north', 'old')), { ...unread, accounts: [north] });
    expect(await createReceiver({ accounts }).receive(signed(meetingEnded()))).toEqual({ type: 'queued' });
  });

  test('of one account that cannot be read do not stop another one', async () => {
    const { accounts } = changing(unread);
    const request = signed(meetingEnded({}, { accountId: 'south' }), { token: 'south-now' });
    expect(await createReceiver({ accounts }).receive(request)).toEqual({ type: 'queued' });
  });

  test('are never tried with an empty token', async () => {
    const receiver = createReceiver({}, [account('north', '', 'north-now')]);
    const forged = signed(meetingEnded(), { token: '' });
    expect(forged.headers['x-zm-signature']).toBe(signature('', String(nowSeconds), Buffer.from(forged.body)));
    expect(await receiver.receive(forged)).toEqual({ type: 'refused' });
  });
});
