"""An index of Finnish texts, as far as understanding asks it."""


class Texts:
    """Texts that have these words, each in so many of them."""

    languages = ("fi",)

    def __init__(self, *words: str, **counts: int) -> None:
        self.counts = dict.fromkeys(words, 1) | counts

    def frequency(self, field: str, token: str) -> int:
        if field == "body":
            return self.counts.get(token.removeprefix("fi:"), 0)
        return self.counts.get(token, 0) if field == "surfaces" else 0

    def beginning_with(self, field: str, beginning: str, most: int) -> list[str]:
        marked = sorted(f"fi:{word}" for word in self.counts)
        return [token for token in marked if token.startswith(beginning)][:most]
