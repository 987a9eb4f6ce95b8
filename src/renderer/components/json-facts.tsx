import type { Json, JsonObject } from '../../shared/model/json.ts';
import { CopyText } from './copy-text.tsx';
import { Facts } from './facts.tsx';
import { count, wholeTime } from './format-time.ts';
import classes from './json-facts.module.css';
import { wordsIn } from './schema-form/field-model.ts';

/** An object of facts as people read it: names as words, ids to copy, lists as tables. */
export const JsonFacts = ({ value }: { readonly value: JsonObject }) => (
  <Facts
    facts={Object.entries(value).map(([name, each]) => [
      wordsIn(name),
      <JsonValue key={name} value={each} name={name} />,
    ])}
  />
);

function JsonValue({ value, name }: { readonly value: Json; readonly name: string }) {
  if (typeof value === 'string' && isTime(value)) return <time dateTime={value}>{wholeTime(value)}</time>;
  if (typeof value === 'string')
    return looksLikeId(value) ? <CopyText text={value} label={wordsIn(name)} show={44} /> : <>{value}</>;
  if (typeof value === 'number') return <span className="tabular">{count(value)}</span>;
  if (value === null) return <>none</>;
  if (typeof value === 'boolean') return <>{value ? 'yes' : 'no'}</>;
  if (Array.isArray(value)) return <JsonList values={value} name={name} />;
  return <JsonFacts value={value as JsonObject} />;
}

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:[\d.]+Z$/.test(text);

/** No blanks and a digit in it: an id, a digest, a path; something to copy. */
const looksLikeId = (text: string): boolean => text.length >= 12 && !/\s/.test(text) && /\d/.test(text);

function JsonList({ values, name }: { readonly values: readonly Json[]; readonly name: string }) {
  if (values.length === 0) return <>none</>;
  if (!values.every(isFlat)) return <>{values.map(plain).join(', ')}</>;
  const columns = Object.keys(values[0] ?? {});
  return (
    <table className={classes['table']} aria-label={wordsIn(name)}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column}>{wordsIn(column)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {values.map((row, index) => (
          <tr key={index}>
            {columns.map((column) => (
              <td key={column}>{plain(row[column])}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const isFlat = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value inside a line or a cell, where there is no room for more structure. */
const plain = (value: Json | undefined): string =>
  value === undefined || value === null
    ? ''
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
