from kenno.core.mails import Mail, Paragraph


def plain_mail(subject: str = "Terveisiä", text: str = "Tervetuloa") -> Mail:
    """A mail of one sentence."""
    return Mail(subject, (Paragraph(text),), why="Saat viestin, koska kokeilemme.")
