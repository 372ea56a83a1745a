import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from './page';

/** Writes every page, and removes what no renderer makes any more. */
export function writePages(pages: readonly Page[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, render } of pages) writeFileSync(join(folder, name), render());
  for (const name of strays(pages, folder)) rmSync(join(folder, name));
}

/** The names of pages that are missing, that differ from the code, or that nothing makes. */
export function stalePages(pages: readonly Page[], folder: string): string[] {
  const differing = pages.filter(({ name, render }) => {
    const file = join(folder, name);
    return !existsSync(file) || readFileSync(file, 'utf8') !== render();
  });
  return [...differing.map(({ name }) => name), ...strays(pages, folder)];
}

function strays(pages: readonly Page[], folder: string): string[] {
  if (!existsSync(folder)) return [];
  const made = new Set(pages.map(({ name }) => name));
  return readdirSync(folder).filter((name) => !made.has(name));
}
