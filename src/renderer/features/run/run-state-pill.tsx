import type { RunState } from '../../../shared/model/run.ts';
import { Pill } from '../../components/pill.tsx';
import { runWords } from './run-words.ts';

export const RunStatePill = ({ state }: { readonly state: RunState }) => (
  <Pill tone={runWords[state].tone} dot>
    {runWords[state].word}
  </Pill>
);
