"""The law and the territory as dated, sourced data; what follows from them. Pure."""
