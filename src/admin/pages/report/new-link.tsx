/** @jsxImportSource preact */
import type { ReportPageProps } from './report-page.js';
import { telegramAddress, whatsappAddress } from '../../shell/contact-links.js';
import { formatMessage } from '../../i18n/format-message.js';
import { CopyButton } from '../../shell/components/copy-button.js';
import { createReportDocument } from '../../../owner-reports/index.js';

type NewLinkProps = ReportPageProps & { readonly newLink: NonNullable<ReportPageProps['newLink']> };

/** The link that was made just now: to copy, and to send to the owner's chats with what it is. */
export function NewLink(props: NewLinkProps) {
  const { language, messages, formatter, newLink } = props;
  const { report: texts } = messages.pages;
  return (
    <div role="status" class="new-link">
      <p class="notice">{formatMessage(language, texts.newLink, { time: formatter.instant(newLink.expiresAt) })}</p>
      <div class="line">
        <input id="new-link" readOnly value={newLink.url} aria-label={texts.address} data-testid="report-link" />
        <CopyButton of="new-link" messages={messages} />
      </div>
      <p>
        {texts.send}{' '}
        {listChats(props).map(({ name, address }, at) => (
          <span key={name}>
            {at > 0 && ' · '}
            <a href={address} target="_blank" rel="noopener noreferrer">
              {name}
            </a>
          </span>
        ))}
      </p>
    </div>
  );
}

/** Returns the chats with the message that sends the link. Without a contact the messenger asks for the chat. */
function listChats({ newLink: { url }, report, contactPhone, contactTelegram }: NewLinkProps) {
  const title = report ? `${report.subject.name} · ${createReportDocument(report).title}` : '';
  const text = encodeURIComponent(`${title}\n${url}`);
  const whatsapp = whatsappAddress(contactPhone ?? '');
  const telegram = telegramAddress(contactTelegram ?? '');
  return [
    telegram === null
      ? {
          name: 'Telegram',
          address: `https://t.me/share/url?url=${encodeURIComponent(url)}&text=${encodeURIComponent(title)}`,
        }
      : { name: `Telegram ${contactTelegram}`, address: `${telegram}?text=${text}` },
    {
      name: whatsapp === null ? 'WhatsApp' : `WhatsApp ${contactPhone}`,
      address: `${whatsapp ?? 'https://wa.me/'}?text=${text}`,
    },
  ];
}
