"""How the weights of events/cluster are made and measured; nothing here is needed to run."""
