"""Owns what failed orders cost: a shop's figures, the network's beside them, discount, backtest.

Uses reports counted and the rules of the room above.
Never shows a figure that fewer than five shops made, and never computes money in floats.
"""
