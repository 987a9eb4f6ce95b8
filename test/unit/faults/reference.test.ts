import { expect, test } from 'vitest';
import { Reference } from '../../faults/reference.ts';

const here = { home: 0, firm: 0 };
const there = { home: 1, firm: 0 };

test('a firm that was provisioned in peace has to be there, and may not be there for anybody else', () => {
  const model = new Reference();
  model.wentForward(here, false);
  model.wentForward(there, false);
  expect([model.of(here).presence, model.of(there).presence]).toEqual(['present', 'absent']);
  expect([model.saw(here, 'absent'), model.saw(there, 'present')]).toEqual([false, false]);
});

test('trouble leaves it open, until somebody looks', () => {
  const model = new Reference();
  model.wentForward(here, true);
  expect(model.of(here).presence).toBe('either');
  expect(model.saw(here, 'present')).toBe(true);
  model.wentForward(here, true);
  expect(model.of(here).presence).toBe('present');
});

test('what was taken back in peace is gone for good; a rollback that was cut off leaves it open', () => {
  const model = new Reference();
  model.wentForward(here, false);
  model.wentBack(here, true);
  expect(model.of(here)).toEqual({ presence: 'either', standing: 'unsure' });
  model.wentBack(here, false);
  model.wentForward(here, false);
  expect(model.of(here)).toEqual({ presence: 'absent', standing: 'taken-back' });
});

test('of two that want a firm at once, one has it', () => {
  const model = new Reference();
  model.wentForward(here, true);
  model.raced([here, there], false);
  expect([model.of(here).presence, model.of(there).presence]).toEqual(['either', 'either']);
});
