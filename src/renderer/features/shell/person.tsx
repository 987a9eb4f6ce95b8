import { showPolicy } from '../../../shared/contract/identity.contract.ts';
import { useCall } from '../../client/use-call.ts';
import { CopyText } from '../../components/copy-text.tsx';

type Props = {
  readonly keyId: string;
  /** So many characters of the key id are shown; the whole is copied. */
  readonly show?: number;
};

/** Whose key it is, where this home’s policy tells, and the key id to compare. */
export function Person({ keyId, show = 12 }: Props) {
  const { data: policy } = useCall(showPolicy, {}, { fresh: 60 });
  const name = policy?.identities.find((each) => each.keyId === keyId)?.name;
  return (
    <>
      {name !== undefined && `${name}, `}
      <CopyText text={keyId} label="key id" show={show} />
    </>
  );
}
