/** A daily scan, for the scheduler of each system. `command` is the program and its arguments. */
export type Schedule = { readonly command: readonly string[]; readonly at: string };

const quoted = (words: readonly string[]): string => words.map((word) => JSON.stringify(word)).join(' ');

const xml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** systemd user units: `~/.config/systemd/user/`, then `systemctl --user enable --now tenant-console-reconcile.timer`. */
const systemd = ({ command, at }: Schedule): string => `# tenant-console-reconcile.service
[Unit]
Description=Tenant Console: look for orphans

[Service]
Type=oneshot
ExecStart=${quoted(command).replaceAll('%', '%%')}

# tenant-console-reconcile.timer
[Unit]
Description=Tenant Console: look for orphans every day

[Timer]
OnCalendar=*-*-* ${at}:00
Persistent=true

[Install]
WantedBy=timers.target
`;

/** A launchd agent: `~/Library/LaunchAgents/tenant-console.reconcile.plist`. */
function launchd({ command, at }: Schedule): string {
  const [hour, minute] = at.split(':').map(Number);
  const words = command.map((word) => `    <string>${xml(word)}</string>`).join('\n');
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
<dict>
  <key>Label</key>
  <string>tenant-console.reconcile</string>
  <key>ProgramArguments</key>
  <array>
${words}
  </array>
  <key>StartCalendarInterval</key>
  <dict>
    <key>Hour</key>
    <integer>${hour ?? 0}</integer>
    <key>Minute</key>
    <integer>${minute ?? 0}</integer>
  </dict>
</dict>
</plist>
`;
}

/** A task for Windows: \`schtasks /Create /TN "Tenant Console reconcile" /XML FILE\`. */
function taskScheduler({ command: [program = '', ...args], at }: Schedule): string {
  return `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <CalendarTrigger>
      <StartBoundary>2026-01-01T${at}:00</StartBoundary>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Settings><StartWhenAvailable>true</StartWhenAvailable></Settings>
  <Actions>
    <Exec>
      <Command>${xml(program)}</Command>
      <Arguments>${xml(quoted(args))}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}

export const schedulers = { systemd, launchd, 'task-scheduler': taskScheduler } as const;
export type Scheduler = keyof typeof schedulers;
