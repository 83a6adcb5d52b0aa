import { describe, expect, it } from '@jest/globals';
import { phoneAddress, telegramAddress, whatsappAddress } from './contact-links.js';

describe('the addresses of a contact', () => {
  it.each([
    ['+62 812-3456-7890', '6281234567890'],
    ['0812 3456 7890', '6281234567890'],
    ['6281234567890', '6281234567890'],
    ['00 7 (999) 123-45-67', '79991234567'],
  ])('call and write to the number %s', (text, digits) => {
    expect(phoneAddress(text)).toBe(`tel:+${digits}`);
    expect(whatsappAddress(text)).toBe(`https://wa.me/${digits}`);
    expect(telegramAddress(text)).toBe(`https://t.me/+${digits}`);
  });

  it.each(['', 'ask Made', '12345', '+62 812 or +62 813', 'javascript:alert(1)', '8 999 123-45-67', '+0812345678'])(
    'are not guessed from the text %j',
    (text) => {
      expect(phoneAddress(text)).toBeNull();
      expect(whatsappAddress(text)).toBeNull();
    },
  );

  it.each(['@ayu_bali', 'ayu_bali', 't.me/ayu_bali', 'https://t.me/ayu_bali', ' @ayu_bali '])(
    'open the Telegram of %j',
    (text) => {
      expect(telegramAddress(text)).toBe('https://t.me/ayu_bali');
    },
  );

  it.each(['', '@ayu', 'ayu bali', 'javascript:alert(1)', '@ayu_bali/../x', 'https://evil.example/ayu_bali', '@"><b>'])(
    'open no Telegram for %j',
    (text) => {
      expect(telegramAddress(text)).toBeNull();
    },
  );
});
