"""A bare Typer app with two commands and its default help: what `trata --help` is measured against."""

import typer

app = typer.Typer()


@app.command()
def greet(name: str) -> None:
    """Greet somebody."""
    typer.echo(f"Hello {name}")


@app.command()
def part(name: str) -> None:
    """Take leave of somebody."""
    typer.echo(f"Goodbye {name}")


if __name__ == "__main__":
    app()
