import { describe, expect, it } from 'vitest';
import { ServerBook } from '../../../../main/gather/saved/assembly/server-book.ts';

describe('servers across spellings', () => {
  it('short and full names of any case are one server', () => {
    const book = new ServerBook();
    const entry = book.entry('EX01');
    expect(book.entry('ex01.contoso.com')).toBe(entry);
    expect(book.entry('Ex01.Contoso.COM.')).toBe(entry);
    expect(book.entry(' ex01 ')).toBe(entry);
    expect(book.entries()).toEqual([{ name: 'EX01', fqdn: 'ex01.contoso.com' }]);
  });

  it('two full names are two servers, even with the same first label', () => {
    const book = new ServerBook();
    book.entry('ex01.contoso.com');
    book.entry('ex01.fabrikam.com');
    expect(book.entries()).toHaveLength(2);
  });

  it('an address is a name of its own, not the server 10', () => {
    const book = new ServerBook();
    book.entry('10.0.0.5');
    book.entry('10.0.0.6');
    expect(book.entries()).toEqual([
      { name: '10.0.0.5', fqdn: null },
      { name: '10.0.0.6', fqdn: null },
    ]);
  });

  it('what names no server goes to the only one, or to a nameless one', () => {
    const book = new ServerBook();
    expect(book.unnamed().name).toBe('');
    const one = new ServerBook();
    const entry = one.entry('EX01');
    expect(one.unnamed()).toBe(entry);
    one.entry('EX02');
    expect(one.unnamed().name).toBe('');
    expect(one.entries().map(({ name }) => name)).toEqual(['EX01', 'EX02', '']);
  });
});
