"""The pages of people and departments: who they are, what they did, what they were thanked for."""
