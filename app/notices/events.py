from app.core.events import Event


class Told(Event):
    """People have heard of one thing: one fact for all of them, whether the notice is new or it happened again.

    Whoever brings notices out of the house reacts together with it, and writes down what `app.core.outgoing` is to
    send; nothing that uses the network is called from here.
    """

    unheard = "No channel brings notices out of the house yet; it is told so that one can."

    notice_ids: list[int]
