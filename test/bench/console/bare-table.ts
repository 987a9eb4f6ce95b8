import type { Page } from 'playwright-core';

/** Both lists are found by what they are. */
export const SCROLLER = '[role=grid]';

const ROW_HEIGHT = 38;

/**
 * The bare limit of the list of tenants: a page that draws the rows in sight, with as many cells of plain text, from rows that it
 * has at hand.
 */
export async function showBareTable(page: Page, rows: number): Promise<void> {
  await page.setContent(`<style>
    [role=grid] { height: 600px; overflow: auto; position: relative; font: 14px sans-serif }
    [role=row] { position: absolute; width: 100%; height: ${ROW_HEIGHT}px; display: grid; grid-template-columns: repeat(7, 1fr) }
  </style><div role="grid"><div style="height: ${rows * ROW_HEIGHT}px"></div></div>`);
  await page.evaluate(`(() => {
    const grid = document.querySelector('[role=grid]');
    const drawn = new Map();
    const draw = () => {
      const first = Math.max(0, Math.floor(grid.scrollTop / ${ROW_HEIGHT}) - 12);
      const last = Math.min(${rows}, first + Math.ceil(grid.clientHeight / ${ROW_HEIGHT}) + 24);
      for (const [index, row] of drawn) if (index < first || index >= last) { row.remove(); drawn.delete(index); }
      for (let index = first; index < last; index += 1) {
        if (drawn.has(index)) continue;
        const row = document.createElement('div');
        row.setAttribute('role', 'row');
        row.style.transform = 'translateY(' + index * ${ROW_HEIGHT} + 'px)';
        for (let cell = 0; cell < 7; cell += 1)
          row.append(Object.assign(document.createElement('div'), { textContent: 'Brokers ' + index }));
        grid.append(row);
        drawn.set(index, row);
      }
    };
    grid.addEventListener('scroll', draw);
    draw();
  })()`);
}
