import { timeAgo, wholeTime } from './format-time.ts';
import { useNow } from './use-now.ts';

/** How long ago something was; the exact time on pointing at it. */
export function TimeAgo({ iso }: { readonly iso: string }) {
  const now = useNow('halfMinute');
  return (
    <time dateTime={iso} title={wholeTime(iso)} className="tabular">
      {timeAgo(iso, Math.max(now, Date.parse(iso)))}
    </time>
  );
}
